using StoreForensics.Cases;

namespace StoreForensics.Reports;

/// <summary>One kind of output. Streams: holds no more than a row of the timeline at a time. Writes no clock reading, no host path, no random value.</summary>
public interface IReportWriter
{
    /// <summary>For messages: <c>CSV</c>.</summary>
    string Name { get; }

    /// <summary>The file ending that chooses it, with the dot, lower case: <c>.l2t.csv</c>.</summary>
    string Extension { get; }

    /// <summary>Writes the whole report. Errors of the target are <see cref="IOException"/>.</summary>
    /// <returns>What the user should be told, such as rows that the format cannot hold; null when nothing.</returns>
    string? Write(Case subject, Stream target);
}
