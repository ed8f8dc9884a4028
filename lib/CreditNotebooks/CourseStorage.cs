using CreditNotebooks.Data;
using CreditNotebooks.Display;
using CreditNotebooks.LocalS3;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks;

/// <summary>
/// The object store that a course works in: a bucket, its folder for the course, and the keys for it. It is on AWS (or wherever AWS's own
/// settings point) when <c>AWS_PROFILE</c>, <c>AWS_ENDPOINT_URL_S3</c>, <c>AWS_ENDPOINT_URL</c> or <c>AWS_ACCESS_KEY_ID</c> is set, and
/// otherwise on an S3 server in this process, which keeps its data in the folder <c>s3</c> of the output folder.
/// </summary>
public sealed class CourseStorage
{
    /// <summary>The name of the bucket on the server in the box, where names are free.</summary>
    public const string LocalBucket = "credit-notebooks";

    private const string BucketVariable = "CREDIT_NOTEBOOKS_BUCKET";
    private const string OwnerName = "owner";
    private const string UserName = "analyst";
    private static readonly string[] Chosen = ["AWS_PROFILE", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"];

    private readonly Workspace _workspace;
    private readonly S3Connection _user;

    private CourseStorage(Workspace workspace, string bucket, S3Settings owner, S3Settings user, bool isLocal)
    {
        _workspace = workspace;
        Bucket = bucket;
        IsLocal = isLocal;
        Owner = new S3Connection(owner);
        _user = new S3Connection(user);
        foreach (var secret in new[] { owner.SecretAccessKey, owner.SessionToken, user.SecretAccessKey })
            if (secret is not null) Redaction.Register(secret);
    }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>The course's folder in the bucket, without slashes: <c>credit</c>.</summary>
    public string Prefix => _workspace.Course;

    /// <summary>Whether this is the S3 server in the box.</summary>
    public bool IsLocal { get; }

    /// <summary>How the one who sets up reaches the bucket. On AWS owner and user are the same.</summary>
    public S3Connection Owner { get; }

    /// <summary>How the notebooks reach it: as the user that the bucket's policy names.</summary>
    public S3Settings Settings => _user.Settings;

    /// <summary>The bucket's objects, as the notebooks' user may see them.</summary>
    public IObjectStore Objects => _user.Bucket(Bucket);

    /// <summary>What the bucket is to be like: guarded, encrypted, versioned, with the least rights for the notebooks' user.</summary>
    public BucketSetup Setup => new(Bucket)
    {
        Prefix = Prefix,
        // On AWS the rights of a user are attached to the user: infra/README.md.
        Principal = IsLocal ? $"arn:aws:iam::000000000000:user/{UserName}" : null,
        RefusePlainHttp = IsLocal ? true : null,
        Tags = new Dictionary<string, string> { ["course"] = Prefix },
    };

    /// <summary>The settings that a Spark session needs to read and write <c>s3://</c>, under Hadoop's names. None on AWS: the session, or
    /// the cluster, has AWS's own.</summary>
    public IReadOnlyDictionary<string, string> SparkSettings => !IsLocal ? new Dictionary<string, string>() : new Dictionary<string, string>
    {
        ["spark.hadoop.fs.s3a.endpoint"] = Settings.EndpointName,
        ["spark.hadoop.fs.s3a.endpoint.region"] = Settings.Region,
        ["spark.hadoop.fs.s3a.path.style.access"] = "true",
        ["spark.hadoop.fs.s3a.access.key"] = Settings.AccessKeyId!,
        ["spark.hadoop.fs.s3a.secret.key"] = Settings.SecretAccessKey!,
    };

    /// <summary>Opens a course's object store. Nothing is asked of AWS yet; the server in the box is started, or found where another notebook
    /// runs it.</summary>
    /// <param name="workspace">The course's workspace.</param>
    /// <param name="bucket">The bucket; empty for the one that <c>CREDIT_NOTEBOOKS_BUCKET</c> names, or in the box
    /// <see cref="LocalBucket"/>.</param>
    /// <exception cref="DataException">On AWS no bucket is named.</exception>
    /// <exception cref="StorageException">One of AWS's settings is malformed.</exception>
    /// <exception cref="LocalS3Exception">The server in the box cannot run.</exception>
    public static async Task<CourseStorage> OpenAsync(Workspace workspace, string bucket = "")
    {
        if (bucket.Length == 0) bucket = Environment.GetEnvironmentVariable(BucketVariable) ?? "";
        if (Chosen.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
        {
            var settings = S3Settings.FromEnvironment();
            return bucket.Length > 0 ? new CourseStorage(workspace, bucket, settings, settings, isLocal: false)
                : throw new DataException($"AWS's settings point to {settings.EndpointName}, but no bucket is named: set the notebook's parameter "
                    + $"'bucket' or the variable {BucketVariable}. All of AWS shares the names of buckets, so take one that nobody else has.");
        }
        var server = await SharedLocalS3.OpenAsync(FolderOf(workspace), OwnerName, UserName).ConfigureAwait(false);
        return new CourseStorage(workspace, bucket.Length > 0 ? bucket : LocalBucket,
            SettingsOf(server, OwnerName), SettingsOf(server, UserName), isLocal: true);
    }

    /// <summary>An object or folder of the course as Spark names it: <c>Url("raw/a.csv")</c> is <c>s3://BUCKET/credit/raw/a.csv</c>.</summary>
    public string Url(string key) => new S3Url(Bucket, $"{Prefix}/{key}").ToString();

    /// <summary>The same object's address for HTTP.</summary>
    public Uri HttpAddress(string key) => new(Settings.Endpoint is { } endpoint
        ? $"{endpoint.ToString().TrimEnd('/')}/{Bucket}/{Prefix}/{key}"
        : $"https://{Bucket}.s3.{Settings.Region}.amazonaws.com/{Prefix}/{key}");

    /// <summary>Puts a file into the course's folder, and tells how far it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Its key in the course's folder.</param>
    /// <exception cref="StorageException">NoSuchBucket, AccessDenied and others.</exception>
    public async Task<PutResult> UploadAsync(string path, string key)
    {
        using var report = new TransferReport($"uploading {Path.GetFileName(path)}");
        return await ObjectUpload.FromFileAsync(Objects, path, $"{Prefix}/{key}", report, CellContext.Current.CancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The course's input in the bucket, as a URL for Spark: the generated file, or the reader's own when a path is given (the
    /// notebooks' parameter <c>input</c>). It is uploaded when it is not there yet or the file is newer; in the box the bucket is set up
    /// first. An <c>s3://</c> URL is given back as it is.</summary>
    /// <exception cref="DataException">There is no such file, or it is a folder.</exception>
    /// <exception cref="StorageException">NoSuchBucket (on AWS: run the set-up notebook first), AccessDenied and others.</exception>
    public async Task<string> InputAsync(string input = "")
    {
        if (S3Url.IsS3(input)) return input;
        var file = new FileInfo(_workspace.Input(input));
        if (!file.Exists) throw new DataException($"'{file.FullName}' is a folder: upload it with 'credit s3 upload' and give its s3:// URL.");
        var key = "raw/" + file.Name;
        if (await FindInSetUpBucketAsync(Url(key)).ConfigureAwait(false) is not { } there || there.Size != file.Length || IsOlder(there, file.LastWriteTimeUtc))
        {
            await UploadAsync(file.FullName, key).ConfigureAwait(false);
        }
        return Url(key);
    }

    /// <summary>The object that a URL names, as a listing tells it; null when there is none. Asking for the object itself would be refused
    /// where it is not there to a user who may list one folder only.</summary>
    /// <exception cref="StorageException">NoSuchBucket, AccessDenied and others.</exception>
    public async Task<ListEntry?> FindAsync(string url)
    {
        var key = S3Url.Parse(url).Key;
        await foreach (var entry in ListAsync(url).ConfigureAwait(false)) return entry.Key == key ? entry : null;
        return null;
    }

    /// <summary>The bytes of the object, or of all objects of the folder, that a URL names; 0 when there are none.</summary>
    /// <exception cref="StorageException">NoSuchBucket, AccessDenied and others.</exception>
    public async Task<long> SizeOfAsync(string url)
    {
        var (key, folder, sum) = (S3Url.Parse(url).Key, S3Url.Parse(url).FolderPrefix, 0L);
        await foreach (var entry in ListAsync(url).ConfigureAwait(false))
            if (entry.Key == key || entry.Key.StartsWith(folder, StringComparison.Ordinal)) sum += entry.Size;
        return sum;
    }

    /// <summary>Where a workspace's server keeps its buckets.</summary>
    internal static string FolderOf(Workspace workspace) => Path.Combine(Path.GetDirectoryName(workspace.Output)!, "s3");

    private IAsyncEnumerable<ListEntry> ListAsync(string url)
    {
        var (bucket, key) = S3Url.Parse(url);
        return _user.Bucket(bucket).ListAsync(key, cancellationToken: CellContext.Current.CancellationToken);
    }

    /// <summary>An object of the course; the bucket in the box is set up where it is not.</summary>
    private async Task<ListEntry?> FindInSetUpBucketAsync(string url)
    {
        try
        {
            return await FindAsync(url).ConfigureAwait(false);
        }
        catch (StorageException e) when (IsLocal && e.Condition is StorageConditions.NoSuchBucket or StorageConditions.AccessDenied)
        {
            await Setup.ApplyAsync(Owner).ConfigureAwait(false);
            return await FindAsync(url).ConfigureAwait(false);
        }
    }

    // S3 keeps whole seconds.
    private static bool IsOlder(ListEntry there, DateTime written) => there.LastModified!.Value.UtcDateTime.AddSeconds(1) <= written;

    private static S3Settings SettingsOf(SharedLocalS3 server, string name)
    {
        var user = server.Users.FirstOrDefault(u => u.AccessKey == name)
            ?? throw new DataException($"The S3 server of this folder was not started by a course: it has no user '{name}'. Move its folder away.");
        return new S3Settings { Endpoint = server.Endpoint, PathStyle = true, AccessKeyId = user.AccessKey, SecretAccessKey = user.SecretKey };
    }
}
