package dev.weir.log;

import java.nio.file.Path;

/** Something that was synced is not there any more, or not as it was. Nothing has been changed. */
public final class LogDamaged extends LogRefused {
    private static final long serialVersionUID = 1;

    public LogDamaged(Path file, String what) {
        super(file + ": " + what + "; nothing was changed. `weir log check " + file.getParent()
                + "` shows the extent; put the file back from a copy, or cut the log with `weir log repair`");
    }
}
