package dev.weir.link;

/**
 * The frames of the link protocol, version 1: one binary WebSocket message each, integers big-endian.
 *
 * <pre>
 *   0  u8  version   1
 *   1  u8  kind
 *   2  fields
 *
 * edge to queue
 *   HELLO       u128 linkId, u8 receives, u64 nextSeq, epoch, u64 next
 *   BATCH       the batch, as {@link dev.weir.message.BatchFormat} draws it
 *   INTEREST    u64 version, u32 added, u32 removed, then for each topic u16 length and its bytes
 *   CREDIT      u64 bytes, u64 next
 *   BYE
 *   FILTERS     like INTEREST, with filters in place of topics
 *   START       u64 id, start, u16 length, the filter's bytes
 *   FETCH       u64 id, u64 from, u32 bytes, u32 topics, u32 filters, then for each u16 length and its bytes
 *   CONSUME     u64 member, start, u32 maxInFlight, tags, ask
 *   SETTLES     u32 count, then for each u64 id, u64 member, u8 verb, i32 ms, u8 dead, u64 upTo, u8 length and reason, tags
 *   LEAVE       u64 member, u8 lost
 *   GROUPS      u64 id, u8 length and name (0 = all)
 *   ALTER       u64 id, ask
 *   RESET       u64 id, start, u8 length and name
 *   DELETE      u64 id, u8 length and name
 *
 * queue to edge
 *   WELCOME     epoch, u8 durability, u64 next
 *   RESULT      u64 batchSeq, u64 base, u32 count, u32 odd, then for each odd member u32 index, u8 status, u64 offset
 *   INTEREST_AT u64 version, u64 offset
 *   RANGE       u64 from, u64 to, the batch
 *   STARTED     u64 id, u64 offset, u64 next, u8 reason, u64 from, u64 to
 *   FETCHED     u64 id, u64 from, u64 to, u8 reason, u32 count, then so many batches
 *   LOST        u64 from, u64 to, u8 reason
 *   CONSUMING   u64 member, u64 group, u8 created, u64 offset, settings
 *   REFUSED     u64 id, u8 length and name of the error, u16 length and message
 *   DELIVERY    u64 member, u32 count, then for each u64 tag, u32 attempt, u8 redelivered, then the batch of so many messages
 *   SETTLED     u64 id, tags
 *   LEFT        u64 member
 *   GROUP_LOST  u64 member, u64 from, u64 to, u8 reason
 *   LISTED      u64 id, u32 count, then for each settings, u64 offset, u64 lag, u32 inFlight, u32 delayed, u32 parked,
 *               u64 dead, u32 members
 *   MANAGED     u64 id, u64 offset
 *
 * epoch is u64 logId, u32 generation; in a HELLO 0, 0 for none. durability and status are the numbers of {@link
 * dev.weir.message.Durability} and {@link dev.weir.message.MemberStatus}; reason is that of {@link
 * dev.weir.protocol.Gap.Reason}, 0 for none. start is u8 way, u64 n, epoch: way is 1 earliest, 2 offset (n, of the epoch), 3 time
 * (n), 4 the last n, 5 new; n is 0 and the epoch none where they say nothing. ask and settings are as {@link
 * dev.weir.message.GroupCodec} draws them, verb is the number of {@link dev.weir.protocol.Verb}. tags is u32 count, at most
 * 10000, then for each u64.
 * </pre>
 *
 * A frame that is none of these closes the link with 4500.
 */
final class LinkFormat {
    static final int VERSION = 1;
    static final int HELLO = 1;
    static final int BATCH = 2;
    static final int INTEREST = 3;
    static final int CREDIT = 4;
    static final int BYE = 5;
    static final int FILTERS = 6;
    static final int START = 7;
    static final int FETCH = 8;
    static final int CONSUME = 9;
    static final int SETTLES = 10;
    static final int LEAVE = 11;
    static final int GROUPS = 12;
    static final int ALTER = 13;
    static final int RESET = 14;
    static final int DELETE = 15;
    static final int WELCOME = 17;
    static final int RESULT = 18;
    static final int INTEREST_AT = 19;
    static final int RANGE = 20;
    static final int STARTED = 21;
    static final int FETCHED = 22;
    static final int LOST = 23;
    static final int CONSUMING = 24;
    static final int REFUSED = 25;
    static final int DELIVERY = 26;
    static final int SETTLED = 27;
    static final int LEFT = 28;
    static final int GROUP_LOST = 29;
    static final int LISTED = 30;
    static final int MANAGED = 31;

    static final int HEAD = 2;
    static final int HELLO_BYTES = 16 + 1 + 8 + 12 + 8;
    static final int INTEREST_BYTES = 16;
    static final int CREDIT_BYTES = 16;
    static final int WELCOME_BYTES = 12 + 1 + 8;
    static final int RESULT_BYTES = 24;
    static final int ODD_BYTES = 13;
    static final int INTEREST_AT_BYTES = 16;
    static final int RANGE_BYTES = 16;
    static final int START_BYTES = 8 + StartCodec.BYTES + 2;
    static final int FETCH_BYTES = 8 + 8 + 4 + 4 + 4;
    static final int STARTED_BYTES = 8 + 8 + 8 + 1 + 8 + 8;
    static final int FETCHED_BYTES = 8 + 8 + 8 + 1 + 4;
    static final int LOST_BYTES = 8 + 8 + 1;
    static final int SETTLE_BYTES = 8 + 8 + 1 + 4 + 1 + 8 + 1 + 4;
    static final int TAG_BYTES = 8 + 4 + 1;
    static final int STATUS_BYTES = 8 + 8 + 4 + 4 + 4 + 8 + 4;

    /** The largest message any service can be set to take: a link takes it whatever its own end is set to. */
    static final int MESSAGE_BYTES_MAX = 16 << 20;

    /** What a frame may be longer than the largest message: the heads of frame, batch and message. */
    static final int OVERHEAD_BYTES_MAX = 64 * 1024;

    private LinkFormat() {}
}
