/**
 * Weir: pub/sub and a FIFO queue over WebSocket, as three services that run in one process or in three.
 *
 * <h2>The way of a message, in the order to read it</h2>
 *
 * <ol>
 *   <li>A client's frame arrives: {@code web.Connection} and {@code web.MessageAssembly} make it a message, {@code
 *       link.SeedPublishSession} checks it with {@code protocol.SeedDocument}, {@code link.Intake} puts it into the
 *       turn's batch ({@code message.BatchWriter}).
 *   <li>The batch goes to the queue: {@code link.Connector} keeps the way, {@code link.LocalLink} is a call or a
 *       hand-over between loops, {@code link.WireQueue} and {@code link.WireEdge} are the two ends of a WebSocket.
 *   <li>The queue decides: {@code msgqueue.LinkSession}, {@code msgqueue.QueueLoop}, which takes in by {@code msgqueue.Admission}
 *       what there is room for, {@code queue.QueueCore}.
 *   <li>It is kept: {@code log.MessageLog}, that is {@code log.FileLog} or {@code log.MemoryLog}. Only then the link is told ({@code
 *       link.EdgePort#result}).
 *   <li>It goes out: {@code msgqueue.LinkSession} to subscriber edges, {@code msgqueue.Poppers} to poppers ({@code
 *       msgqueue.PopSession}).
 *   <li>The edge delivers: {@code subscriber.QueueFeed}, {@code subscriber.FanOut}, {@code subscriber.Cohort}, {@code
 *       web.Outbox}. Who is behind the others is served out of the log: {@code subscriber.Readers}, {@code
 *       subscriber.Reader}, {@code msgqueue.ReaderService}.
 * </ol>
 *
 * <h2>The rooms, from the bottom up</h2>
 *
 * <table>
 *   <caption>Each package has one reason to exist; a test holds the arrows.</caption>
 *   <tr><th>room</th><th>is there for</th><th>may use</th></tr>
 *   <tr><td>message</td><td>topics, filters, link ids, and the one encoding of batches</td><td>Netty's buffers</td></tr>
 *   <tr><td>config</td><td>JSON config to checked records</td><td>–</td></tr>
 *   <tr><td>topic</td><td>finding what belongs to a topic</td><td>message</td></tr>
 *   <tr><td>protocol</td><td>documents, commands and close codes; never throws on input</td><td>message</td></tr>
 *   <tr><td>log</td><td>keeping batches in order: a port and its logs</td><td>message</td></tr>
 *   <tr><td>queue</td><td>the core: offsets, links' batches, positions, poppers, retention; no clock, no thread, no
 *       Vert.x</td><td>message, topic</td></tr>
 *   <tr><td>auth</td><td>users, rights, their files and caches</td><td>message, config</td></tr>
 *   <tr><td>web</td><td>what all servers and links share: TLS, handshake, assembly, outbox, keep-alive, limits,
 *       draining</td><td>protocol, config, auth</td></tr>
 *   <tr><td>link</td><td>how an edge reaches the queue</td><td>message, protocol, config, auth, web</td></tr>
 *   <tr><td>cluster</td><td>processes that find each other: the queue announces itself, edges follow it</td><td>config,
 *       link; Hazelcast</td></tr>
 *   <tr><td>publisher, subscriber</td><td>the two edges</td><td>cluster, link and what they use; subscriber
 *       also topic</td></tr>
 *   <tr><td>msgqueue</td><td>the queue as a service; the only one with both core and log</td><td>all
 *       above but the edges</td></tr>
 *   <tr><td>client</td><td>the Java client of the native protocol, on the JDK's WebSocket</td><td>message,
 *       protocol</td></tr>
 *   <tr><td>cli</td><td>the commands a person types, and the console client of the seed's protocol</td><td>client,
 *       message, protocol, auth, config, log, cluster</td></tr>
 *   <tr><td>launcher</td><td>main class: words, config, start, exit codes</td><td>the services, config, web, cli,
 *       cluster</td></tr>
 * </table>
 */
@org.jspecify.annotations.NullMarked
package dev.weir;
