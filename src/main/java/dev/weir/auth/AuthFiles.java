package dev.weir.auth;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the user file and the ACL file, whole or not at all. Blocks; used by one worker at a time: {@link Users} begins
 * a look only when the one before has come back.
 */
final class AuthFiles {
    private static final Logger log = LoggerFactory.getLogger(AuthFiles.class);
    private static final int TRIES_AT_START = 20;

    /** What both files said when they were last good. Its table's verifiers belong to whoever got the snapshot. */
    record Snapshot(UserTable users, Acl acl) {}

    private final Vertx vertx;
    private final WatchedFile usersFile;
    private final @Nullable WatchedFile aclFile;
    private final int verifiers;
    /** So that what stays wrong is said once and not at every look. */
    private final Map<WatchedFile, String> complaints = new HashMap<>();

    AuthFiles(Vertx vertx, AuthSettings settings, int verifiers) {
        this.vertx = vertx;
        this.usersFile = new WatchedFile(settings.users());
        Path acl = settings.acl();
        this.aclFile = acl == null ? null : new WatchedFile(acl);
        this.verifiers = verifiers;
    }

    /** The first reading, which refuses files that cannot be used; single bad lines of the user file are only logged. */
    Snapshot open() throws AuthFileRefused {
        return new Snapshot(openUsers(), openAcl());
    }

    private UserTable openUsers() throws AuthFileRefused {
        Path path = usersFile.path();
        String make = "; make one with: htpasswd -nbB NAME PASSWORD > " + path;
        try {
            for (int i = 0; i < TRIES_AT_START; i++) {
                byte[] content = usersFile.read();
                UserLines lines = UserLines.parse(content);
                if (lines.names().isEmpty()) {
                    String refused = lines.refused().isEmpty() ? "" : " (refused: " + lines.describeRefused() + ")";
                    throw new AuthFileRefused("users file " + path + ": it names no user" + refused + make);
                }
                UserTable table = load(content, lines);
                if (table != null) {
                    logRefusedLines(lines);
                    return table;
                }
            }
            throw new AuthFileRefused("users file " + path + ": it changes while it is read; start again");
        } catch (IOException e) {
            throw new AuthFileRefused("users file " + path + ": " + WatchedFile.reason(e) + make);
        }
    }

    private Acl openAcl() throws AuthFileRefused {
        if (aclFile == null) {
            return Acl.OPEN;
        }
        try {
            AclReader.Result result = AclReader.read(aclFile.read());
            if (!result.problems().isEmpty()) {
                throw new AuthFileRefused("acl file " + aclFile.path() + ": " + list(result.problems()));
            }
            return result.acl();
        } catch (IOException e) {
            throw new AuthFileRefused("acl file " + aclFile.path() + ": " + WatchedFile.reason(e)
                    + "; make one, such as: {\"users\": {\"*\": {\"publish\": [\"#\"], \"subscribe\": [\"#\"]}}}");
        }
    }

    /** One look at both. Null when nothing is new, or nothing new is good; the latter is logged once. */
    @Nullable
    Snapshot look(Snapshot current) {
        UserTable users = lookAtUsers();
        Acl acl = lookAtAcl();
        if (users == null && acl == null) {
            return null;
        }
        return new Snapshot(users == null ? current.users() : users, acl == null ? current.acl() : acl);
    }

    private @Nullable UserTable lookAtUsers() {
        try {
            byte[] content = usersFile.readIfChanged();
            if (content == null) {
                return null;
            }
            complaints.remove(usersFile);
            UserLines lines = UserLines.parse(content);
            if (lines.names().isEmpty()) {
                complain("users", usersFile, "it names no user");
                return null;
            }
            if (lines.isCutOff()) {
                complain("users", usersFile, "its last line is incomplete");
                return null;
            }
            UserTable table = load(content, lines);
            if (table != null) {
                logRefusedLines(lines);
                log.info("Users file {} read again: {} users", usersFile.path(), table.size());
            }
            return table;
        } catch (IOException e) {
            complain("users", usersFile, WatchedFile.reason(e));
            return null;
        }
    }

    private @Nullable Acl lookAtAcl() {
        if (aclFile == null) {
            return null;
        }
        try {
            byte[] content = aclFile.readIfChanged();
            if (content == null) {
                return null;
            }
            complaints.remove(aclFile);
            AclReader.Result result = AclReader.read(content);
            if (!result.problems().isEmpty()) {
                complain("acl", aclFile, list(result.problems()));
                return null;
            }
            log.info("Acl file {} read again", aclFile.path());
            return result.acl();
        } catch (IOException e) {
            complain("acl", aclFile, WatchedFile.reason(e));
            return null;
        }
    }

    /** Null when the file was not the same before and after Vert.x read it, so that the checked lines may be others. */
    private @Nullable UserTable load(byte[] content, UserLines lines) throws IOException {
        UserTable table = null;
        try {
            table = UserTable.load(vertx, usersFile.path(), lines.names(), verifiers);
        } catch (RuntimeException unreadable) {
            // Gone or replaced in between: so the comparison below says, else the next look will.
            log.debug("Users file {} could not be loaded", usersFile.path(), unreadable);
        }
        if (table == null || !usersFile.isStill(content)) {
            usersFile.forget();
            return null;
        }
        return table;
    }

    private void complain(String kind, WatchedFile file, String what) {
        String complaint = kind + " file " + file.path() + ": " + what;
        if (!complaint.equals(complaints.put(file, complaint))) {
            log.warn("Not taken, what was read before stays in force: {}", complaint);
        }
    }

    private void logRefusedLines(UserLines lines) {
        if (!lines.refused().isEmpty()) {
            log.warn(
                    "Users file {}: refused {}; {} users can log in",
                    usersFile.path(),
                    lines.describeRefused(),
                    lines.names().size());
        }
    }

    private static String list(List<String> problems) {
        return problems.size() == 1 ? problems.get(0) : problems.size() + " problems: " + String.join("; ", problems);
    }
}
