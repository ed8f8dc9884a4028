using Microsoft.AspNetCore.Http;

namespace CreditNotebooks.LocalS3.Requests;

/// <summary>Answers with an error as S3 writes it.</summary>
internal static class ErrorAnswer
{
    public static async Task WriteAsync(HttpContext http, S3Exception error, string requestId)
    {
        var response = http.Response;
        var kept = response.Headers.Where(h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || h.Key is "Vary").ToList();
        response.Clear();
        foreach (var (name, value) in kept)
        {
            response.Headers[name] = value;
        }
        WriteIds(response, requestId);
        foreach (var (name, value) in error.Headers)
        {
            response.Headers[name] = value;
        }
        response.StatusCode = error.Error.Status;
        if (error.Error == S3Error.NotModified) return;
        var document = new System.Xml.Linq.XElement("Error",
            new System.Xml.Linq.XElement("Code", error.Error.Code),
            new System.Xml.Linq.XElement("Message", error.Message),
            error.Details.Select(d => new System.Xml.Linq.XElement(d.Name, d.Value)),
            new System.Xml.Linq.XElement("Resource", ResourceOf(http)),
            new System.Xml.Linq.XElement("RequestId", requestId),
            new System.Xml.Linq.XElement("HostId", requestId));
        if (http.Request.Method is "HEAD") response.ContentType = "application/xml";
        else await S3Xml.AnswerAsync(response, document, error.Error.Status).ConfigureAwait(false);
    }

    public static void WriteIds(HttpResponse response, string requestId)
    {
        response.Headers["x-amz-request-id"] = requestId;
        response.Headers["x-amz-id-2"] = requestId;
        response.Headers.Server = "CreditNotebooks.LocalS3";
    }

    private static string ResourceOf(HttpContext http) => http.Request.Path.Value ?? "/";
}
