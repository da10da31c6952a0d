package dev.weir.process;

import dev.weir.client.ClientListener;
import dev.weir.client.Gap;
import dev.weir.torture.Journal;

/** What a client tells beside confirms and messages, into its journal. */
record Notes(Journal journal) implements ClientListener {
    @Override
    public void connection(Side side, Event event, String words) {
        journal.note(event + " " + words);
    }

    @Override
    public void gap(String filter, Gap gap) {
        journal.gap(gap.from(), gap.to(), gap.reason());
    }

    @Override
    public void problem(Throwable problem) {
        journal.note("problem " + problem);
    }
}
