using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace CreditNotebooks.Storage.S3;

/// <summary>The AWS library's client. A port of this machine that refuses is one that nothing listens on: unlike elsewhere, trying again
/// changes nothing until somebody starts a server.</summary>
internal sealed class S3Client(AWSCredentials credentials, AmazonS3Config config) : AmazonS3Client(credentials, config)
{
    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<RetryHandler>(new RefusedByThisMachine());
    }

    /// <summary>Turns a refused connection into an error that the library does not try again.</summary>
    private sealed class RefusedByThisMachine : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            try
            {
                return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            }
            catch (Exception exception) when (executionContext.RequestContext.Request?.Endpoint is { IsLoopback: true }
                && S3Failure.Innermost<SocketException>(exception) is { SocketErrorCode: SocketError.ConnectionRefused } refused)
            {
                throw new AmazonClientException(refused.Message, refused);
            }
        }
    }
}
