package dev.brevet.directory;

/// What can be in a group: a subject, or another group with all its members.
public sealed interface Member permits Subject, GroupName {
  /// As [Target#text()].
  String text();
}
