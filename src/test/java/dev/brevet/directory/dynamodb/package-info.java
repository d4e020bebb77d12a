@org.jspecify.annotations.NullMarked
package dev.brevet.directory.dynamodb;
