using StoreForensics.Cases;

namespace StoreForensics.Reports;

/// <summary>A report that needs a file of its own, since its format goes back in what it has written.</summary>
public interface IFileReportWriter : IReportWriter
{
    /// <summary>Writes the whole report to a path at which nothing is yet, or an empty file. Errors are <see cref="IOException"/>.</summary>
    /// <returns>As <see cref="IReportWriter.Write"/>.</returns>
    string? WriteFile(Case subject, string path);
}
