
namespace StoreForensics.Reports.Documents.Content;

/// <summary>How much of a long list a report for people shows. Whatever is left out is counted in its place, and is whole in the data files.</summary>
internal static class ReportLimits
{
    public const int Events = 2000;

    /// <summary>Shares of <see cref="Events"/> that kinds of which there can be millions get at most while others need room.</summary>
    public const int LogLines = 400;
    public const int Deletions = 400;
    public const int Tampered = 400;

    /// <summary>Of things that are not as recorded.</summary>
    public const int Mismatches = 300;

    public const int Problems = 2000;
    public const int Images = 1000;
    public const int Containers = 1000;
    public const int Rows = 2000; // of volumes, leftovers and overviews
    public const int Steps = 300;
    public const int StepPaths = 40;

    /// <summary>A base layer is a whole distribution: its first names say little.</summary>
    public const int BaseLayerPaths = 10;
    public const int ContainerPaths = 200;

    /// <summary>Of one object: variables, labels, mounts, ports.</summary>
    public const int ListItems = 200;
    public const int NamesInLine = 8;

    /// <summary>Characters of one text, such as a command.</summary>
    public const int Text = 20_000;
    public const int EventText = 1000;
}
