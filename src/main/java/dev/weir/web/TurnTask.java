package dev.weir.web;

/** A piece of work that is due at most once a turn, however often it is asked for. Owned by the turn's loop. */
public final class TurnTask {
    private final Turn turn;
    private final Runnable work;
    private boolean asked;

    public TurnTask(Turn turn, Runnable work) {
        this.turn = turn;
        this.work = work;
    }

    /** Has the work done at the end of this turn. Asked for while it runs, it is done once more. */
    public void ask() {
        if (!asked) {
            asked = true;
            turn.atEnd(this::run);
        }
    }

    private void run() {
        asked = false;
        work.run();
    }
}
