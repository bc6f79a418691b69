using System.CommandLine;
using System.Text;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Cli.Terminal;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands;

/// <summary><c>history EVIDENCE IMAGE</c>: as <c>docker history --no-trunc</c>; with <c>--changes</c> what each step did.</summary>
internal static class HistoryCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var image = new Argument<string>("IMAGE") { Description = "repository:tag, repository, id or prefix" };
        var other = new Argument<string?>("IMAGE-B") { Description = "a second image: the same as compare", DefaultValueFactory = _ => null };
        var changes = new Option<bool>("--changes") { Description = "What each step added, modified and deleted" };
        var dockerfile = new Option<bool>("--dockerfile")
        {
            Description = "The Dockerfile as the builder recorded it; without such a record the steps as one, oldest first: a reconstruction",
        };
        Option<string> format = TableFormat.Option();
        var command = new Command("history", "The build steps of an image, newest first") { changes, dockerfile, format, evidence.Recovered,
            DockerFlags.NoTruncation() };
        evidence.AddTo(command);
        command.Add(image.OffersImages(evidence));
        command.Add(other.OffersImages(evidence));
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            if (call.GetValue(other) is { } second)
            {
                if (call.GetValue(changes) || call.GetValue(dockerfile))
                    throw new UsageException("two images are compared; --changes and --dockerfile are for one");
                CompareCommand.Print(analyzer, call.GetValue(image)!, second, TableFormat.IsJson(call, format));
                return;
            }
            Image found = analyzer.Inventory.FindImage(call.GetValue(image)!);
            if (call.GetValue(dockerfile))
            {
                PrintDockerfile(analyzer.Inventory, found);
                return;
            }
            ContentDigests? digests = call.GetValue(changes)
                ? ContentDigests.Of(LayerChanges.Pairs(found.Steps.Select(s => s.Layer).OfType<Layer>()), analyzer.Problems) : null;
            if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(HistoryJson.NewestFirst(found), digests is null ? HistoryJson.Write : (json, step) =>
                    HistoryJson.Write(json, step, Changes(step), digests));
            else if (digests is null)
                Print(found);
            else
                Print(found, digests);
        }));
        return command;
    }

    // Recorded bytes as they are, save on a terminal, for which they may hold commands.
    private static void PrintDockerfile(Inventory inventory, Image image)
    {
        if (RecordedDockerfile.Of(inventory, image) is not var (heading, source))
        {
            foreach (string line in Dockerfile.Of(image))
                Console.Out.WriteLine(line);
            return;
        }
        Console.Out.WriteLine(heading);
        Console.Out.Flush();
        using BufferedStream output = StandardOutput.Open();
        if (Console.IsOutputRedirected)
            output.Write(source.Bytes.Span);
        else
            output.Write(Encoding.UTF8.GetBytes(string.Join('\n', Encoding.UTF8.GetString(source.Bytes.Span).Split('\n').Select(l => DisplayText.Escape(l)))));
        output.Flush();
    }

    private static IEnumerable<FileChange> Changes(BuildStep step) => step.Layer is null ? [] : LayerChanges.Of(step.Layer);

    private static void Print(Image image)
    {
        var table = new Tables("STEP", "IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
        foreach (BuildStep step in HistoryJson.NewestFirst(image))
            table.Row(Number(step), step.ImageId ?? "<missing>", step.Created?.Time.ToString() ?? "unknown", step.CreatedBy, Tables.Size(step.Size),
                step.Comment);
        table.Print();
        PrintProvenance(image);
    }

    private static void PrintProvenance(Image image)
    {
        Console.Out.WriteLine("came by: " + DisplayText.Escape(image.Provenance?.ToString() ?? "unknown"));
        foreach (BuildArtifact statement in image.Attestations)
        {
            string about = statement.Platform is { } platform ? $" for {platform}" : "", where = statement.Entry is null ? ", not in the evidence" : "";
            Console.Out.WriteLine("attestation: " + DisplayText.Escape($"{statement.PredicateType ?? statement.MediaType}{about}, {statement.Digest}{where}"));
        }
    }

    private static void Print(Image image, ContentDigests digests)
    {
        foreach (BuildStep step in HistoryJson.NewestFirst(image))
        {
            Console.Out.WriteLine($"Step {Number(step)}  {step.Created?.Time.ToString() ?? "unknown time"}  {Tables.Size(step.Size)}  layer {DisplayText.Escape(step.Layer?.Id ?? "none")}");
            Console.Out.WriteLine("  " + DisplayText.Escape(step.Instruction.Length > 0 ? step.Instruction : step.CreatedBy));
            foreach (FileChange change in Changes(step))
                Console.Out.WriteLine("    " + Colours.Change(ChangeText.Of(change, digests)));
        }
        PrintProvenance(image);
    }

    private static string Number(BuildStep step) => step.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
