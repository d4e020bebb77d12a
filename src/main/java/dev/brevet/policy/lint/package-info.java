/// Checks of policies that people write: what is wrong, where, why it matters, and how to repair it
/// where that is safe.
///
/// They work on the document as written, so they also speak about documents that
/// [dev.brevet.policy.json.PolicyReader] refuses. Ids are those that other tools made known where
/// there is one: Access Analyzer's codes first, then parliament's, cfn-lint's and cloudsplaining's
/// names.
@NullMarked
package dev.brevet.policy.lint;

import org.jspecify.annotations.NullMarked;
