using System.Net;

namespace CreditNotebooks.LocalS3;

/// <summary>A pair of access keys.</summary>
/// <param name="AccessKey">Its public half, which also names the user in bucket policies: <c>arn:aws:iam::000000000000:user/ACCESSKEY</c>.</param>
/// <param name="SecretKey">Its secret half.</param>
public sealed record LocalS3User(string AccessKey, string SecretKey)
{
    /// <summary>The keys that a server on the loopback address has when none are given.</summary>
    public static LocalS3User Default { get; } = new("credit", "credit-notebooks");

    /// <summary>The access key only, so that the secret never shows.</summary>
    public override string ToString() => AccessKey;
}

/// <summary>How an S3 server is started.</summary>
public sealed record LocalS3Options
{
    /// <summary>The folder that holds all buckets; it is made when missing. One server at a time may use it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The address to listen on: the loopback address unless told otherwise.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one, which <see cref="LocalS3Server.Endpoint"/> tells.</summary>
    public int Port { get; init; }

    /// <summary>The first user is the account itself and may do all that no bucket policy denies; the others may do what a bucket policy grants them.
    /// Empty: <see cref="LocalS3User.Default"/>, on the loopback address only.</summary>
    public IReadOnlyList<LocalS3User> Users { get; init; } = [];

    /// <summary>The region that the server says it is in.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Host names under which a bucket's name may stand in front, as in <c>bucket.s3.example.org</c>. <c>localhost</c> and <c>s3.localhost</c> always are.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Whether a request over the loopback address counts as encrypted in bucket policies (<c>aws:SecureTransport</c>).
    /// The server speaks plain HTTP, so that a policy which refuses plain HTTP otherwise refuses everything.</summary>
    public bool LoopbackIsSecure { get; init; }

    /// <summary>The clock; tests set it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
