package dev.weir.config;

import java.util.Set;

/** What must hold between the keys of the {@code link} section. */
final class LinkRules {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private LinkRules() {}

    static void check(Section section, LinkConfig link, Profile profile) {
        if (section.isGood(LinkKeys.RECONNECT_MIN_MS)
                && section.isGood(LinkKeys.RECONNECT_MAX_MS)
                && link.reconnectMinMs() > link.reconnectMaxMs()) {
            section.complain(
                    LinkKeys.RECONNECT_MIN_MS,
                    link.reconnectMinMs() + " is more than reconnectMaxMs, " + link.reconnectMaxMs());
        }
        if (profile == Profile.PROD && link.insecure()) {
            section.complain(
                    LinkKeys.INSECURE,
                    "true is refused in prod: anyone could pass for the queue; give its certificate as trust");
        }
        if (link.insecure() && section.has(LinkKeys.TRUST)) {
            section.complain(LinkKeys.TRUST, "has no effect with insecure true; remove one of them");
        }
        if (section.isGood(LinkKeys.URL) && !link.isLocal()) {
            checkRemote(section, link, profile);
        }
    }

    private static void checkRemote(Section section, LinkConfig link, Profile profile) {
        if (!section.has(LinkKeys.USER)) {
            section.complain(
                    LinkKeys.USER, "missing; a link over the network logs in as a user with the service right");
        }
        boolean inline = section.has(LinkKeys.PASSWORD);
        if (inline == section.has(LinkKeys.PASSWORD_FILE)) {
            section.complain(
                    LinkKeys.PASSWORD,
                    inline ? "given besides passwordFile; remove one of them" : "missing; give it or a passwordFile");
        }
        if (profile == Profile.PROD && link.isAnnounced() && !section.has(LinkKeys.TRUST)) {
            section.complain(
                    LinkKeys.TRUST,
                    "missing; without an address in link.url the queue is known by its certificate alone: name the file of"
                            + " the one, or of your own authority");
        }
        if (profile == Profile.PROD
                && !link.isTls()
                && !LOOPBACK.contains(link.url().getHost())) {
            section.complain(LinkKeys.URL, "would send the password in the clear; in prod it must be wss://");
        }
    }
}
