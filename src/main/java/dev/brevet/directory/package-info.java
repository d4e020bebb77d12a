/// The principals and resources that decisions are about, and the policies that are attached to
/// them: entities, groups, managed policies, attachments, permissions boundaries and enforcement
/// points, ready to be asked.
@NullMarked
package dev.brevet.directory;

import org.jspecify.annotations.NullMarked;
