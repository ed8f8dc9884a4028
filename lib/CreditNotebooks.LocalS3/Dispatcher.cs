using System.Security.Cryptography;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Operations;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CreditNotebooks.LocalS3;

/// <summary>Takes each request from its signature over its operation and its permission to its answer.</summary>
internal sealed class Dispatcher(ObjectStore store, LocalS3Options options, Action<string> log) : IHttpApplication<HttpContext>
{
    private readonly Authenticator _authenticator = new(options.Users, options.Clock);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var requestId = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        ErrorAnswer.WriteIds(context.Response, requestId);
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (S3Exception e) when (!context.Response.HasStarted)
        {
            await ErrorAnswer.WriteAsync(context, e, requestId).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or BadHttpRequestException || context.RequestAborted.IsCancellationRequested)
        {
            // The client went away, or broke off its body: there is nobody to answer.
            context.Abort();
        }
        catch (Exception e)
        {
            log($"{context.Request.Method} {context.Request.Path} ({requestId}) failed: {e}");
            if (context.Response.HasStarted) context.Abort();
            else await ErrorAnswer.WriteAsync(context, new S3Exception(S3Error.InternalError), requestId).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = S3Request.Read(context, options.Domains);
        var bucket = request.Bucket is null ? null : store.Find(request.Bucket);
        if (request.Method is "OPTIONS")
        {
            await CorsRule.AnswerPreflightAsync(request, bucket).ConfigureAwait(false);
            return;
        }
        CorsRule.Apply(request, bucket);
        var seed = _authenticator.Check(request);
        var operation = OperationTable.Find(request);
        ObjectHeaders.RefuseMissing(request);
        foreach (var header in new[] { "x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner" })
        {
            if (request.Header(header) is { } owner && owner != Caller.Account) throw new S3Exception(S3Error.AccessDenied);
        }
        var call = new S3Call(store, options, request, seed);
        call.Authorize(operation);
        await operation.Handle(call).ConfigureAwait(false);
    }
}
