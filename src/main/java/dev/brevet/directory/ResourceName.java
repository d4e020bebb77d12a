package dev.brevet.directory;

import dev.brevet.iam.Arn;
import dev.brevet.iam.UntrustedText;
import java.util.Optional;

/// One resource as policies name it: `<type>/<id>` for an entity, an ARN for what AWS has. Never a
/// pattern: `*` and `?` in it stand for themselves. An ARN is in its one spelling
/// ([Arn#parseFolding]), however it was written.
public record ResourceName(String value) implements Target {
  public ResourceName {
    value = Arn.parseFolding(value).map(Arn::toString).orElse(value);
    if (!isValid(value)) {
      throw UntrustedText.not("an ARN or `<type>/<id>`", value);
    }
    DirectoryText.requireTarget("resource/" + value);
  }

  /// The resource that an entity is.
  public static ResourceName of(EntityId entity) {
    return new ResourceName(entity.resource());
  }

  /// The entity that this is; empty for an ARN.
  public Optional<EntityId> entity() {
    int slash = value.indexOf('/');
    return value.startsWith("arn:") || slash < 0
        ? Optional.empty()
        : EntityId.parse(value.substring(0, slash), value.substring(slash + 1));
  }

  private static boolean isValid(String text) {
    if (text.startsWith("arn:")) {
      return DirectoryText.isLine(text) && Arn.parse(text).isPresent();
    }
    int slash = text.indexOf('/');
    return slash > 0
        && EntityId.parse(text.substring(0, slash), text.substring(slash + 1)).isPresent();
  }

  @Override
  public String text() {
    return "resource/" + value;
  }

  @Override
  public String toString() {
    return value;
  }
}
