package dev.brevet.directory;

/// What can be in a group: a subject, or another group with all who are in that.
public sealed interface Member permits Subject, GroupName {
  /// As [Target#text()].
  String text();
}
