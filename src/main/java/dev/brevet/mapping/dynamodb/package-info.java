/// Role mappings in a DynamoDB table.
@NullMarked
package dev.brevet.mapping.dynamodb;

import org.jspecify.annotations.NullMarked;
