using StoreForensics.Reports.Pdf.Styles;

namespace StoreForensics.Cli.Output;

/// <summary>How outputs are spelled, as the user chose.</summary>
internal sealed record WritingChoices
{
    public bool Bom { get; init; }

    public bool RawCsv { get; init; }

    /// <summary>JSON Lines under the names of the Elastic Common Schema.</summary>
    public bool Ecs { get; init; }

    public bool ShowSecrets { get; init; }

    /// <summary>Of the PDF; null: the usual one.</summary>
    public HouseStyle? Style { get; init; }

    /// <summary>Of the HTML, by name; null: the built-in ones.</summary>
    public Func<string, string?>? Templates { get; init; }

    /// <summary>Null: the system's temporary directory.</summary>
    public string? ScratchDirectory { get; init; }
}
