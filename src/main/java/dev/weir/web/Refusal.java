package dev.weir.web;

/** Why a handshake is turned away: an HTTP status and a line for whoever made the request. */
record Refusal(int status, String reason) {}
