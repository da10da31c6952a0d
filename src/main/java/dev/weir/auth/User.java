package dev.weir.auth;

/** Someone who proved to be who they say, with the rights they had at that moment. */
public record User(String name, Rights rights) {}
