/// IAM's actions, resource types, condition keys and dependent actions, as the Service
/// Authorization Reference lists them, read for one service at a time.
///
/// The data is made by `src/build/catalogue/catalogue.mjs`; its origin and licence are in
/// `META-INF/THIRD_PARTY.md`.
@NullMarked
package dev.brevet.catalogue;

import org.jspecify.annotations.NullMarked;
