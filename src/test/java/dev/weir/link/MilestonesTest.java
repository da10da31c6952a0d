package dev.weir.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MilestonesTest {
    private final Milestones milestones = new Milestones();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsTasksInOrderOnceTheirNumberIsReached() {
        milestones.await(2, () -> ran.add("two"));
        milestones.await(3, () -> ran.add("three"));
        milestones.await(5, () -> ran.add("five"));
        milestones.reached(1);
        assertEquals(List.of(), ran);
        milestones.reached(3);
        assertEquals(List.of("two", "three"), ran);
        milestones.reached(9);
        milestones.reached(9);
        assertEquals(List.of("two", "three", "five"), ran);
    }

    @Test
    void letsATaskWaitAgainWhileItRuns() {
        Runnable[] task = new Runnable[1];
        task[0] = () -> {
            ran.add("ran");
            if (ran.size() < 2) {
                milestones.await(7, task[0]);
            }
        };
        milestones.await(1, task[0]);
        milestones.reached(1);
        assertEquals(List.of("ran"), ran);
        milestones.reached(7);
        assertEquals(List.of("ran", "ran"), ran);
    }

    @Test
    void forgetsWhoLeaves() {
        Runnable task = () -> ran.add("left");
        milestones.await(1, task);
        milestones.forget(task);
        assertTrue(milestones.isEmpty());
        milestones.reached(1);
        assertEquals(List.of(), ran);
    }
}
