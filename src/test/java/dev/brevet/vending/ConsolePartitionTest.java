package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePartitionTest {
  private static final ConsolePartition COMMERCIAL = ConsolePartition.of("aws").orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "aws,https://signin.aws.amazon.com/federation,https://console.aws.amazon.com/",
    "aws-us-gov,https://signin.amazonaws-us-gov.com/federation,https://console.amazonaws-us-gov.com/",
    "aws-cn,https://signin.amazonaws.cn/federation,https://console.amazonaws.cn/",
    "aws-eusc,https://signin.amazonaws-eusc.eu/federation,https://console.amazonaws-eusc.eu/"
  })
  void partition_hasItsOwnSignInAndConsole(String partition, String signIn, String home) {
    ConsolePartition known = ConsolePartition.of(partition).orElseThrow();
    assertEquals(signIn, known.federation().toString());
    assertEquals(home, known.home().toString());
    assertTrue(known.page(home).isPresent());
  }

  @Test
  void isolatedPartition_isNotKnown() {
    assertEquals(Optional.empty(), ConsolePartition.of("aws-iso"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://console.aws.amazon.com/s3/home?region=eu-west-1",
        "https://eu-west-1.console.aws.amazon.com/s3/"
      })
  void page_isOfTheConsole(String page) {
    assertTrue(COMMERCIAL.page(page).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://console.aws.amazon.com/",
        "https://console.aws.amazon.com.example/",
        "https://xconsole.aws.amazon.com/",
        "https://console.aws.amazon.com@example.com/",
        "https://a@console.aws.amazon.com/",
        "https://console.aws.amazon.com:8443/",
        "https://console.amazonaws.cn/",
        "//console.aws.amazon.com/",
        "javascript:alert(1)",
        "https://console.aws.amazon.com/ x",
        ""
      })
  void pageElsewhere_isNone(String page) {
    assertEquals(Optional.empty(), COMMERCIAL.page(page));
  }
}
