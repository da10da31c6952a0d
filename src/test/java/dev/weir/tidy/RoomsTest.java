package dev.weir.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.weir.message.BatchView;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Which room may use which; docs/decisions/0002-rooms.md says why. */
class RoomsTest {
    private static final String ROOT = "dev.weir.";

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("message", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("client", Set.of("message", "protocol")),
            Map.entry("cli", Set.of("client", "message", "protocol", "auth", "config", "log", "cluster")),
            Map.entry("topic", Set.of("message")),
            Map.entry("protocol", Set.of("message")),
            Map.entry("log", Set.of("message")),
            Map.entry("queue", Set.of("message", "topic")),
            Map.entry("auth", Set.of("message", "config")),
            Map.entry("web", Set.of("protocol", "config", "auth")),
            Map.entry("link", Set.of("message", "protocol", "config", "auth", "web")),
            Map.entry("cluster", Set.of("config", "link")),
            Map.entry("publisher", Set.of("message", "protocol", "config", "auth", "web", "link", "cluster")),
            Map.entry("subscriber", Set.of("message", "topic", "protocol", "config", "auth", "web", "link", "cluster")),
            Map.entry(
                    "msgqueue",
                    Set.of("message", "topic", "protocol", "config", "auth", "web", "link", "queue", "log", "cluster")),
            Map.entry("launcher", Set.of("config", "web", "cli", "cluster", "msgqueue", "publisher", "subscriber")));

    private static final Set<String> WITHOUT_VERTX = Set.of("message", "topic", "protocol", "log", "queue");

    /** What was compiled beside this class: the main classes, without the tests. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(BatchView.class.getProtectionDomain().getCodeSource().getLocation());

    private static String room(JavaClass c) {
        String name = c.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        int dot = name.indexOf('.', ROOT.length());
        return name.substring(ROOT.length(), dot < 0 ? name.length() : dot);
    }

    /** The dependencies, as text, that a class of ours must not have. */
    private static Set<String> wrong(BiPredicate<String, JavaClass> bad) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass c : CLASSES) {
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                JavaClass target = d.getTargetClass().getBaseComponentType();
                if (bad.test(room(c), target)) {
                    wrong.add(room(c) + ": " + c.getName() + " -> " + target.getName());
                }
            }
        }
        return wrong;
    }

    @Test
    void everyRoomIsOnTheMap() {
        Set<String> rooms = new TreeSet<>();
        CLASSES.forEach(c -> rooms.add(room(c)));
        rooms.remove("");
        assertEquals(new TreeSet<>(MAY_USE.keySet()), rooms);
    }

    @Test
    void roomsUseOnlyTheRoomsTheyMay() {
        assertEquals(Set.of(), wrong((room, target) -> {
            String other = room(target);
            return !other.isEmpty()
                    && !other.equals(room)
                    && !MAY_USE.getOrDefault(room, Set.of()).contains(other);
        }));
    }

    @Test
    void coreLogProtocolAndValuesKnowNoVertx() {
        assertEquals(
                Set.of(),
                wrong((room, target) ->
                        WITHOUT_VERTX.contains(room) && target.getName().startsWith("io.vertx.")));
    }

    @Test
    void coreLogProtocolAndValuesSeeOnlyTheBuffersOfNetty() {
        assertEquals(
                Set.of(),
                wrong((room, target) -> WITHOUT_VERTX.contains(room)
                        && target.getName().startsWith("io.netty.")
                        && !target.getPackageName().equals("io.netty.buffer")));
    }

    @Test
    void theCoreHasNoClockNoThreadAndNoFuture() {
        assertEquals(
                Set.of(),
                wrong((room, target) -> room.equals("queue")
                        && (target.getName().equals("java.lang.Thread")
                                || target.getName().equals("java.lang.System")
                                || target.getPackageName().startsWith("java.time")
                                || target.getPackageName().startsWith("java.util.concurrent"))));
    }

    @Test
    void roomsHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("dev.weir.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
        SlicesRuleDefinition.slices()
                .matching("dev.weir.web.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void looksAtAllClasses() {
        assertTrue(CLASSES.size() > 100, () -> CLASSES.size() + " classes found");
    }
}
