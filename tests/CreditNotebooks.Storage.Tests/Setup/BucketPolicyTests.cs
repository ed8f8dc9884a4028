using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>The documents, word for word.</summary>
public sealed class BucketPolicyTests
{
    private static readonly BucketSetup Setup = new("credit-data") { Principal = "arn:aws:iam::123456789012:user/ada", Prefix = "credit/" };

    [Fact]
    public void The_policy_of_a_bucket_refuses_plain_HTTP_and_grants_one_principal_its_folder() => Assert.Equal("""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "RefusePlainHttp",
              "Effect": "Deny",
              "Principal": "*",
              "Action": "s3:*",
              "Resource": [
                "arn:aws:s3:::credit-data",
                "arn:aws:s3:::credit-data/*"
              ],
              "Condition": {
                "Bool": {
                  "aws:SecureTransport": "false"
                }
              }
            },
            {
              "Sid": "ListBucket",
              "Effect": "Allow",
              "Principal": {
                "AWS": "arn:aws:iam::123456789012:user/ada"
              },
              "Action": "s3:ListBucket",
              "Resource": "arn:aws:s3:::credit-data",
              "Condition": {
                "StringLikeIfExists": {
                  "s3:prefix": "credit/*"
                }
              }
            },
            {
              "Sid": "ReadAndWriteObjects",
              "Effect": "Allow",
              "Principal": {
                "AWS": "arn:aws:iam::123456789012:user/ada"
              },
              "Action": [
                "s3:GetObject",
                "s3:PutObject",
                "s3:DeleteObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts"
              ],
              "Resource": "arn:aws:s3:::credit-data/credit/*"
            }
          ]
        }
        """, BucketPolicy.Text(BucketPolicy.OfBucket(Setup, "eu-central-1")), ignoreLineEndingDifferences: true);

    [Fact]
    public void The_policy_of_a_user_has_no_principal_and_without_a_folder_no_condition() => Assert.Equal("""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ListBucket",
              "Effect": "Allow",
              "Action": "s3:ListBucket",
              "Resource": "arn:aws-cn:s3:::credit-data"
            },
            {
              "Sid": "ReadAndWriteObjects",
              "Effect": "Allow",
              "Action": [
                "s3:GetObject",
                "s3:PutObject",
                "s3:DeleteObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts"
              ],
              "Resource": "arn:aws-cn:s3:::credit-data/*"
            }
          ]
        }
        """, BucketPolicy.Text(BucketPolicy.OfPrincipal("credit-data", "", "cn-north-1")), ignoreLineEndingDifferences: true);

    [Fact]
    public void A_folder_is_the_same_with_its_slash_and_without() => Assert.Equal(
        BucketPolicy.Text(BucketPolicy.OfPrincipal("credit-data", "credit/", "us-east-1")),
        BucketPolicy.Text(BucketPolicy.OfPrincipal("credit-data", "credit", "us-east-1")));
}
