// The AWS SDK for JavaScript, which finds credentials as its environment tells it to: uses them `uses` times, `pause`
// seconds apart, and prints a line of JSON for each: the identity, or the name of the error.
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";

const [endpoint, uses, pause] = process.argv.slice(2);
const credentials = fromNodeProviderChain();
const sts = new STSClient({ region: process.env.AWS_REGION, endpoint, credentials });
for (let use = 0; use < Number(uses); use++) {
  if (use > 0) {
    await new Promise((resolve) => setTimeout(resolve, Number(pause) * 1000));
  }
  try {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    const { accessKeyId } = await sts.config.credentials();
    console.log(JSON.stringify({ arn: Arn, key: accessKeyId }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.name, message: error.message }));
  }
}
