package dev.brevet.vending;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.iam.SessionTag;
import dev.brevet.mapping.MappingId;

/// What a vend would come to, short of STS; written to the decision log under its id.
public sealed interface VendExplanation {
  DecisionId decision();

  /// STS would be asked this. `statements` are those that allow; `parameters` have the values that
  /// the session policy was rendered with.
  record Allowed(
      DecisionId decision,
      MappingId mapping,
      List<String> statements,
      Map<String, String> parameters,
      AssumeRequest request)
      implements VendExplanation {
    public Allowed {
      statements = List.copyOf(statements);
      parameters = Map.copyOf(parameters);
    }

    /// Roughly what STS would answer as `PackedPolicySize`, in percent: AWS does not say how it
    /// packs; this is the share of 2,048 bytes that policies and tags take when deflated.
    public int packedPolicySize() {
      StringBuilder all = new StringBuilder(request.policy().json().orElse(""));
      request.policy().managedPolicies().forEach(all::append);
      for (SessionTag tag : request.tags()) {
        all.append(tag.key()).append(tag.value());
      }
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      try {
        byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        deflater.setInput(bytes);
        deflater.finish();
        int packed = deflater.deflate(new byte[bytes.length + 64]);
        return (packed * 100 + SessionPolicy.MOST_CHARACTERS - 1) / SessionPolicy.MOST_CHARACTERS;
      } finally {
        deflater.end();
      }
    }
  }

  /// STS would not be asked. `outcome` is what a vend would answer; `verdict` is for administrators
  /// only, as it says whether the mapping exists.
  record Refused(VendOutcome outcome, Verdict verdict) implements VendExplanation {
    @Override
    public DecisionId decision() {
      return outcome.decision();
    }
  }
}
