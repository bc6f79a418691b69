using System.Text;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Logs;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Commands;

/// <summary>A build's log, in the way of <c>docker buildx history logs</c>: vertex by vertex, with what each wrote and how it ended.</summary>
internal static class BuildLogPrinter
{
    /// <exception cref="UsageException">There is no log.</exception>
    public static void Print(BuildRecord build, ProblemLog problems, SecretMask secrets, bool asJson)
    {
        if (build.Log?.Entry is not { } log)
            throw new UsageException(build.IsRecorded ? $"the log of build {build.Id} is not in the evidence"
                : $"no builder has a record of build {build.Id}, only its client has: there is no log");
        if (asJson)
            TableFormat.PrintLines(BuildLog.Lines(log, problems), (json, line) =>
                LogJson.Write(json, line.Time, Stream(line), line.Text.Span));
        else
            Print(build, BuildLog.Lines(log, problems).ToLookup(l => l.Vertex, StringComparer.Ordinal), secrets);
    }

    private static void Print(BuildRecord build, ILookup<string, BuildLogLine> lines, SecretMask secrets)
    {
        using BufferedStream output = StandardOutput.Open();
        int number = 0;
        foreach (BuildVertex vertex in build.Vertices.Where(v => v.Started is not null || v.Error is not null).OrderBy(v => v.Started ?? default))
        {
            string mark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{++number}");
            Write(output, $"{mark} {vertex.Started?.ToString() ?? "unknown time"} {DisplayText.Escape(secrets.Text(vertex.Name))}");
            foreach (BuildLogLine line in lines[vertex.Digest])
                Write(output, $"{mark} {line.Time?.ToString() ?? "unknown time"} {Text(line)}");
            Write(output, $"{mark} {End(vertex, secrets)}");
        }
        output.Flush();
    }

    private static string End(BuildVertex vertex, SecretMask secrets) => vertex.Error is { } error
        ? $"{vertex.Completed?.ToString() ?? "unknown time"} ERROR: {DisplayText.Escape(secrets.Text(error))}"
        : vertex.Completed is { } end ? $"{end} {(vertex.IsCached ? "CACHED" : "DONE")}" : "NOT ENDED";

    private static string Text(BuildLogLine line) => DisplayText.Escape(line.Text.Span.TrimEnd("\r\n"u8));

    private static string? Stream(BuildLogLine line) => line.Stream switch { 1 => "stdout", 2 => "stderr", _ => null };

    private static void Write(BufferedStream output, string line) => output.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
