package dev.weir.client;

import java.util.List;

/** Who uses a {@link Line}. All calls are on the loop. */
interface LineUser {
    /** Open and welcomed; now and only until {@link #lost} frames may be sent. */
    void opened(ServerFrame.Welcome welcome);

    /**
     * Frames in the order they came, without those that the line handles itself.
     *
     * @param size characters of the whole, as a measure of the memory they take
     */
    void received(List<ServerFrame> frames, int size);

    /** Whether more may be read; if not, the user calls {@link Line#readOn} when it may. */
    boolean hasRoom();

    /** The connection is gone and the line tries again; {@link #opened} or {@link #failed} follows. */
    void lost();

    /** The connection is gone for good. */
    void failed(WeirException why);
}
