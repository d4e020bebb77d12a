@org.jspecify.annotations.NullMarked
package dev.brevet.authorization;
