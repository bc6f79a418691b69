using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Documents.Content;
using StoreForensics.Reports.Pdf.Styles;
using StoreForensics.Views;

namespace StoreForensics.Reports.Pdf;

/// <summary>
/// The report for people, as tagged PDF/A-2b: what happened, what the evidence is and holds, how images and containers came to be, what happened, and what
/// could not be read. Long lists are cut and say by how much; data files are complete. Text is searchable in all scripts that the bundled fonts have.
/// </summary>
public sealed class PdfReportWriter : IReportWriter
{
    private readonly Func<Layer, IEnumerable<FileChange>> _layerChanges;
    private readonly Func<Container, IEnumerable<FileChange>> _containerChanges;

    /// <param name="layerChanges">What a layer changed; null: <see cref="LayerChanges.Of(Layer)"/>.</param>
    /// <param name="containerChanges">What a container changed; null: <see cref="LayerChanges.Of(Container)"/>.</param>
    public PdfReportWriter(Func<Layer, IEnumerable<FileChange>>? layerChanges = null, Func<Container, IEnumerable<FileChange>>? containerChanges = null)
    {
        _layerChanges = layerChanges ?? LayerChanges.Of;
        _containerChanges = containerChanges ?? LayerChanges.Of;
    }

    public string Name => "PDF";

    public string Extension => ".pdf";

    /// <summary>Whether values that look like passwords, keys and tokens are printed; false masks them.</summary>
    public bool ShowSecrets { get; init; }

    /// <summary>Title, logo, colours and sections.</summary>
    public HouseStyle Style { get; init; } = HouseStyle.Default;

    /// <inheritdoc/>
    public string? Write(Case subject, Stream target)
    {
        var report = new CaseReport(subject, Style.Title, Style.Sections, ShowSecrets, _layerChanges, _containerChanges);
        PdfDocumentDrawing.Draw(report.Document, target, Style);
        return report.LeftOut;
    }
}
