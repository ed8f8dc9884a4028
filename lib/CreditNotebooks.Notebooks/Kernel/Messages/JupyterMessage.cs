using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Kernel.Messages;

/// <summary>A message of Jupyter's protocol (messaging specification 5.4).</summary>
/// <param name="Type">Its <c>msg_type</c>.</param>
/// <param name="Header">The whole header.</param>
/// <param name="Content">What it says.</param>
internal sealed record JupyterMessage(string Type, JsonObject Header, JsonObject Content)
{
    /// <summary>The frames before the delimiter, by which a router finds the way back.</summary>
    public IReadOnlyList<byte[]> Route { get; init; } = [];
}
