/// The decision log in a DynamoDB table.
@NullMarked
package dev.brevet.decisionlog.dynamodb;

import org.jspecify.annotations.NullMarked;
