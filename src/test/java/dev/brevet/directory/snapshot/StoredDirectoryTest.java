package dev.brevet.directory.snapshot;

import static dev.brevet.directory.Directories.attached;
import static dev.brevet.directory.Directories.entity;
import static dev.brevet.directory.Directories.identityPolicy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class StoredDirectoryTest {
  private static final EntityId ALICE = new EntityId("user", "alice");

  private final DirectoryInMemory store = new DirectoryInMemory();
  private final List<String> log = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");

  private StoredDirectory directory(Duration staleness) {
    return new StoredDirectory(store, staleness, () -> now, log::add);
  }

  @Test
  void withinTheStaleness_theStoreIsNotAsked() {
    StoredDirectory directory = directory(Duration.ofSeconds(5));
    DirectorySnapshot first = directory.current();
    store.with(entity("user", "alice"));
    store.fail();
    now = now.plusMillis(4_999);

    assertSame(first, directory.current());
    assertEquals(Instant.parse("2026-11-22T10:00:00Z"), first.readAt());
  }

  @Test
  void afterTheStaleness_whatChangedIsSeen() {
    StoredDirectory directory = directory(Duration.ofSeconds(5));
    store.with(entity("user", "alice"), entity("user", "bob"));
    DirectorySnapshot first = directory.current();
    store.with(entity("user", "carol"));
    store.write(
        List.of(new DirectoryStore.Edit.Delete(entity("user", "bob").key(), 2)), store.stamp());
    now = now.plusSeconds(5);
    DirectorySnapshot second = directory.current();

    assertEquals(
        List.of("user/alice", "user/carol"),
        second.entities("user").stream().map(Entity::toString).toList());
    assertSame(first.entity(ALICE).orElseThrow(), second.entity(ALICE).orElseThrow());
    assertEquals(4, second.stamp());
    assertEquals(now, second.readAt());
  }

  @Test
  void afterTheStaleness_whatDidNotChangeIsOnlyYounger() {
    StoredDirectory directory = directory(Duration.ofSeconds(5));
    store.with(identityPolicy("p"), attached("p", ALICE));
    SubjectPolicies policies = directory.current().policiesOf(ALICE);
    now = now.plusSeconds(6);

    assertSame(policies, directory.current().policiesOf(ALICE));
    assertEquals(now, directory.current().readAt());
  }

  @Test
  void anotherRequestsReading_isWaitedForNoLongerThanThisOneMay() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    DirectoryStore slow =
        (DirectoryStore)
            Proxy.newProxyInstance(
                DirectoryStore.class.getClassLoader(),
                new Class<?>[] {DirectoryStore.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("readAll")) {
                    reads.countDown();
                    assertTrue(goesOn.await(10, TimeUnit.SECONDS));
                  }
                  return method.invoke(store, arguments);
                });
    StoredDirectory directory =
        new StoredDirectory(slow, Duration.ofSeconds(5), () -> now, log::add);
    Thread other = Thread.ofPlatform().start(directory::current);
    assertTrue(reads.await(10, TimeUnit.SECONDS));
    try {
      assertThrows(
          DirectoryUnavailable.class,
          () -> Deadline.of(Duration.ofMillis(400)).call(directory::current));
    } finally {
      goesOn.countDown();
      other.join();
    }
    assertEquals(store.stamp(), directory.current().stamp());
  }

  @Test
  void stalenessOfZero_readsThrough() {
    StoredDirectory directory = directory(Duration.ZERO);
    assertTrue(directory.current().entity(ALICE).isEmpty());
    store.with(entity("user", "alice"));

    assertTrue(directory.current().entity(ALICE).isPresent());
  }

  @Test
  void storeThatDoesNotAnswer_isAFaultAndNeverAnOlderAnswer() {
    StoredDirectory directory = directory(Duration.ofSeconds(5));
    DirectorySnapshot first = directory.current();
    store.fail();
    now = now.plusSeconds(5);

    assertThrows(DirectoryUnavailable.class, directory::current);
    store.mend();
    assertEquals(first.stamp(), directory.current().stamp());
  }

  @Test
  void clockThatWentBack_asksTheStore() {
    StoredDirectory directory = directory(Duration.ofSeconds(5));
    directory.current();
    store.with(entity("user", "alice"));
    now = now.minusSeconds(60);

    assertTrue(directory.current().entity(ALICE).isPresent());
  }

  @Test
  void changesThatAreForgotten_areReadWithEverything() {
    StoredDirectory directory = directory(Duration.ZERO);
    store.with(entity("user", "bob"));
    directory.current();
    store.with(entity("user", "alice"));
    store.forget();

    assertTrue(directory.current().entity(ALICE).isPresent());
    assertEquals(2, directory.current().entities("user").size());
  }

  @Test
  void brokenItem_isLoggedAndRefuses() {
    store.with(entity("user", "alice"));
    store.plant(new ItemKey(ItemKind.ENTITY, "user/alice"), "{\"type\":\"user\",\"id\":\"bob\"}");
    store.plant(new ItemKey(ItemKind.ENTITY, "user/eve\n"), "{");
    DirectorySnapshot snapshot = directory(Duration.ZERO).current();

    assertFalse(snapshot.entity(ALICE).isPresent());
    assertEquals(2, snapshot.broken().size());
    assertTrue(
        log.contains(
            "the directory's item `entity/user/alice` is broken: its document names another"
                + " object"),
        log::toString);
    assertTrue(log.stream().noneMatch(line -> line.contains("\n")), log::toString);
  }
}
