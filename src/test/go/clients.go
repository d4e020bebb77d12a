// The AWS SDK for Go, which finds credentials as its environment tells it to: uses them `uses` times, `pause` seconds
// apart, and prints a line of JSON for each: the identity, or what the error says.
package main

import (
	"context"
	"encoding/json"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Versions of before 2023 do not read AWS_ENDPOINT_URL_STS themselves.
func webIdentityEndpoint(service, region string, _ ...interface{}) (aws.Endpoint, error) {
	url := os.Getenv("AWS_ENDPOINT_URL_STS")
	if url == "" || service != sts.ServiceID {
		return aws.Endpoint{}, &aws.EndpointNotFoundError{}
	}
	return aws.Endpoint{URL: url, SigningRegion: region}, nil
}

func use(ctx context.Context, client *sts.Client, credentials aws.CredentialsProvider) map[string]string {
	identity, err := client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return map[string]string{"error": "error", "message": err.Error()}
	}
	kept, err := credentials.Retrieve(ctx)
	if err != nil {
		return map[string]string{"error": "error", "message": err.Error()}
	}
	return map[string]string{"arn": *identity.Arn, "key": kept.AccessKeyID}
}

func main() {
	endpoint := os.Args[1]
	uses, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	pause, err := time.ParseDuration(os.Args[3] + "s")
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(
		ctx, config.WithEndpointResolverWithOptions(aws.EndpointResolverWithOptionsFunc(webIdentityEndpoint)))
	if err != nil {
		panic(err)
	}
	client := sts.NewFromConfig(settings, func(options *sts.Options) {
		options.EndpointResolver = sts.EndpointResolverFromURL(endpoint)
	})
	lines := json.NewEncoder(os.Stdout)
	for i := 0; i < uses; i++ {
		if i > 0 {
			time.Sleep(pause)
		}
		if err := lines.Encode(use(ctx, client, settings.Credentials)); err != nil {
			panic(err)
		}
	}
}
