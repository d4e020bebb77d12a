package dev.brevet.directory;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import org.jspecify.annotations.Nullable;

/// A person or thing that decisions are about, with its known properties. Immutable.
public final class Entity implements DirectoryItem {
  private final EntityId id;
  private final Properties properties;
  // Made when first asked for; every thread would make the same.
  private @Nullable RequestContext subjectContext;
  private @Nullable RequestContext resourceContext;
  private @Nullable Principal principal;
  private @Nullable String resource;

  public Entity(EntityId id, Properties properties) {
    this.id = id;
    this.properties = properties;
  }

  public EntityId id() {
    return id;
  }

  public Properties properties() {
    return properties;
  }

  /// The same as [EntityId#principal()], made once.
  public Principal principal() {
    Principal made = principal;
    if (made == null) {
      made = id.principal();
      principal = made;
    }
    return made;
  }

  /// The same as [EntityId#resource()], made once.
  public String resource() {
    String made = resource;
    if (made == null) {
      made = id.resource();
      resource = made;
    }
    return made;
  }

  /// The condition keys of the entity as the subject: `subject:type`, `subject:id`, and
  /// `subject:<name>` for each property.
  public RequestContext subjectContext() {
    RequestContext made = subjectContext;
    if (made == null) {
      made = context("subject:");
      subjectContext = made;
    }
    return made;
  }

  /// The condition keys of the entity as what is asked for: `resource:type`, `resource:id`, and
  /// `resource:<name>` for each property.
  public RequestContext resourceContext() {
    RequestContext made = resourceContext;
    if (made == null) {
      made = context("resource:");
      resourceContext = made;
    }
    return made;
  }

  private RequestContext context(String prefix) {
    RequestContext.Builder context = RequestContext.builder();
    properties.putAll(prefix, context);
    return context.put(prefix + "type", id.type()).put(prefix + "id", id.id()).build();
  }

  @Override
  public ItemKey key() {
    return new ItemKey(ItemKind.ENTITY, id.resource());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entity that && id.equals(that.id) && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
