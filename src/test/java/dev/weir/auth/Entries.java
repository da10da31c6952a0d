package dev.weir.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Hashes for user files, all made by other programs than ours: OpenSSL and the C library's crypt(3). */
final class Entries {
    static final String APR1_TEST = "$apr1$abcdefgh$/cesMUEGhga5MgaTGywaW0";
    static final String SHA_TEST = "{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=";
    private static final String COST_4_TEST = "04$abcdefghijklmnopqrstuuoD8yw7MmybLKVooaTGGZAt3HXugv2.a";
    static final String BCRYPT_TEST = "$2y$" + COST_4_TEST;
    static final String BCRYPT_2A_TEST = "$2a$" + COST_4_TEST;
    static final String BCRYPT_2B_TEST = "$2b$" + COST_4_TEST;
    static final String BCRYPT_COST_8_TEST = "$2y$08$abcdefghijklmnopqrstuuBWk1OvqmqFtaGLECb1/mC15w1SRChnW";
    static final String BCRYPT_COST_12_TEST = "$2y$12$abcdefghijklmnopqrstuuoSMvjpPxHj8boBtcS4LykGxJhW1mnIa";
    static final String BCRYPT_COLONS = "$2y$04$abcdefghijklmnopqrstuuYGQPhyTYqIbMFoaWZTBdnjtlUIyfVYy";
    static final String PASSWORD_COLONS = "pa:ss:wörd";
    static final String BCRYPT_71_X = "$2y$04$abcdefghijklmnopqrstuu.gc7UY/21CSNJGJg21jJzx9QiOpJ9bO";
    static final String BCRYPT_72_X = "$2y$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";

    static String sha(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(UTF_8));
            return "{SHA}" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Entries() {}
}
