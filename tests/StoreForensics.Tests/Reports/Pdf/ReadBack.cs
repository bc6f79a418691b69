using System.Diagnostics;
using StoreForensics.Cases;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf;
using StoreForensics.Timeline;
using UglyToad.PdfPig;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>Draws and reads back: by PdfPig, and by programs of other makers where they are installed.</summary>
internal static class ReadBack
{
    public static byte[] Report(SampleCase sample, CaseDetails? details = null, bool showSecrets = false) =>
        Report(sample.Build(details), sample.Layers, showSecrets);

    public static byte[] Report(Case subject, FakeLayers layers, bool showSecrets = false)
    {
        using var stream = new MemoryStream();
        new PdfReportWriter(layers.Of, layers.Of) { ShowSecrets = showSecrets }.Write(subject, stream);
        return stream.ToArray();
    }

    public static byte[] Draw(params Block[] blocks) => Draw(blocks.AsEnumerable());

    public static byte[] Draw(IEnumerable<Block> blocks)
    {
        using var stream = new MemoryStream();
        PdfDocumentDrawing.Draw(new ReportDocument { Title = "Title", Tool = "Tool 1", RunningHead = "Head", Blocks = blocks }, stream);
        return stream.ToArray();
    }

    /// <summary>The text of every page, in the order of its content.</summary>
    public static string[] Pages(byte[] pdf)
    {
        using PdfDocument document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(page => page.Text)];
    }

    public static string Text(byte[] pdf) => string.Concat(Pages(pdf));

    /// <summary>Runs a program on the file; ignores the test where it is not installed.</summary>
    public static (int Code, string Output) Run(byte[] pdf, string program, params string[] arguments)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid().ToString("N") + ".pdf");
        File.WriteAllBytes(path, pdf);
        try
        {
            var start = new ProcessStartInfo(program)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = System.Text.Encoding.UTF8
            };
            foreach (string argument in arguments)
                start.ArgumentList.Add(argument == "FILE" ? path : argument);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore(program + " is not installed");
            throw;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static Case Empty() => new()
    {
        Details = new CaseDetails(),
        Tool = new ToolDetails("StoreForensics", "0.1.0", "storeforensics"),
        Evidence = [],
        Inventory = new Model.Inventory(),
        Timeline = new FakeTimeline([]),
        Problems = [],
    };

    public static FakeTimeline.Row Event(int second, EventType type, string message) =>
        new(new StoreForensics.Primitives.Timestamp(1_400_000_000 + second, 0), type, message);
}
