/// The directory in DynamoDB.
@NullMarked
package dev.brevet.directory.dynamodb;

import org.jspecify.annotations.NullMarked;
