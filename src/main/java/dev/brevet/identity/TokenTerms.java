package dev.brevet.identity;

import module java.base;

/// What a verified token was made for, and how long it is good.
///
/// @param audiences the values of its `aud` that its issuer's registration has for the use that it
///   was brought for; never none
/// @param goodUntil its `exp`, or the end of the registration's `maxTokenAgeSeconds` where that is
///   earlier; without clock skew, so what relies on it ends before the token does
public record TokenTerms(List<String> audiences, Instant goodUntil) {
  public TokenTerms {
    audiences = List.copyOf(audiences);
  }
}
