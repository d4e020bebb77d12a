# The AWS SDK for Ruby, which gets credentials as its environment tells it to: uses them `uses` times, `pause` seconds
# apart, and prints a line of JSON for each: the identity, or the name of the error.
require "aws-sdk-core"
require "json"

# Versions of before 2023 do not read AWS_ENDPOINT_URL_STS themselves, and send no token to a container endpoint.
def web_identity
  brevet = Aws::STS::Client.new(region: ENV["AWS_REGION"], endpoint: ENV["AWS_ENDPOINT_URL_STS"], credentials: false)
  Aws::AssumeRoleWebIdentityCredentials.new(
    client: brevet, role_arn: ENV["AWS_ROLE_ARN"], web_identity_token_file: ENV["AWS_WEB_IDENTITY_TOKEN_FILE"]
  )
end

endpoint, uses, pause = ARGV
$stdout.sync = true
client = nil
uses.to_i.times do |use|
  sleep(pause.to_f) if use.positive?
  client ||= Aws::STS::Client.new(
    { region: ENV["AWS_REGION"], endpoint: endpoint }.merge(ENV["AWS_ROLE_ARN"] ? { credentials: web_identity } : {})
  )
  arn = client.get_caller_identity.arn
  puts JSON.generate(arn: arn, key: client.config.credentials.credentials.access_key_id)
rescue StandardError => error
  puts JSON.generate(error: error.class.name, message: error.message)
end
