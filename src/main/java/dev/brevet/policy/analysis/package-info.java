/// Questions about policies as wholes: what two allow together, what one allows that another does
/// not, whether one pattern covers another.
///
/// Deciding a request never needs any of it. What cannot be proven within the effort that a
/// question has is `cannot tell`, and never a guess.
@NullMarked
package dev.brevet.policy.analysis;

import org.jspecify.annotations.NullMarked;
