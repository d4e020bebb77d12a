/// The command line `brevet`: credentials for this machine's programs, signing in, and the engine's
/// checks of policies without a server.
///
/// It talks to a running Brevet only over HTTP, as any other client does. Functions do not contain
/// it. [Brevet] is where it starts and the only class that reads the clock and the environment.
@NullMarked
package dev.brevet.cli;

import org.jspecify.annotations.NullMarked;
