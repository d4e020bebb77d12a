package dev.brevet.lambda.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class BoundedDynamoDbTest {
  /// A call that the bounded client does not know is not supported, wherever it is made.
  @Test
  void everyCallThatARoomMakes_isBounded() {
    Set<String> called =
        new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages("dev.brevet")
                .stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(DynamoDbClient.class))
                .map(call -> call.getTarget().getName().replace("Paginator", ""))
                .filter(name -> !Set.of("builder", "create").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    Set<String> bounded =
        Stream.of(BoundedDynamoDb.class.getDeclaredMethods())
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertTrue(called.size() > 5, "the calls are found: " + called);
    called.removeAll(bounded);
    assertEquals(Set.of(), called);
  }
}
