/** What clients of {@code weir.v1.json} see, through real sockets. */
package dev.weir.nativejson;
