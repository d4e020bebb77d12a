package dev.brevet.testing;

import module java.base;

import dev.brevet.iam.Arn;
import dev.brevet.iam.SecretString;
import dev.brevet.vending.AssumeRequest;
import dev.brevet.vending.RoleAssumer;
import dev.brevet.vending.SessionCredentials;

/// Assumes every role, and keeps what it was asked; may be made to answer otherwise.
public final class RolesInMemory implements RoleAssumer {
  private final List<AssumeRequest> requests = new ArrayList<>();
  private Function<AssumeRequest, Answer> answers;
  private String accessKeyId = "ASIAEXAMPLE";

  /// Sessions begin at `now`.
  public RolesInMemory(Instant now) {
    this(InstantSource.fixed(now));
  }

  /// Sessions begin when they are asked for.
  public RolesInMemory(InstantSource clock) {
    answers =
        request ->
            new Answer.Assumed(
                new SessionCredentials(
                    accessKeyId,
                    new SecretString("hush-secret"),
                    new SecretString("hush-token"),
                    clock.instant().plus(request.duration().length())),
                new Arn(
                    "aws",
                    "sts",
                    "",
                    request.role().account().digits(),
                    "assumed-role/" + request.role().name() + "/" + request.sessionName()),
                "AROAEXAMPLE:" + request.sessionName(),
                7);
  }

  /// Fails so from now on, as nothing that is meant to happen.
  public void failWith(RuntimeException defect) {
    answers =
        _ -> {
          throw defect;
        };
  }

  /// Answers so from now on.
  public void answer(Answer answer) {
    answers = _ -> answer;
  }

  /// Gives sessions this access key from now on.
  public void answerWithKey(String id) {
    accessKeyId = id;
  }

  /// What it was asked, in order.
  public List<AssumeRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public Answer assume(AssumeRequest request) {
    requests.add(request);
    return answers.apply(request);
  }
}
