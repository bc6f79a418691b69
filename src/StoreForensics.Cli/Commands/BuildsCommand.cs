using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json.Objects;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Commands;

/// <summary><c>builds EVIDENCE [BUILD]</c>: what builders remember; of one build its log.</summary>
internal static class BuildsCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var build = new Argument<string?>("BUILD") { Description = "the id of a build, or the beginning of one: its log", DefaultValueFactory = _ => null };
        var cache = new Option<bool>("--cache") { Description = "The records of the build cache instead, as buildctl du --verbose lists them" };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Values of build arguments and labels that look like secrets" };
        Option<string> format = TableFormat.Option();
        var command = new Command("builds", "BuildKit's records of builds, failed ones too") { cache, showSecrets, format };
        evidence.AddTo(command);
        command.Add(build);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            var secrets = new SecretMask(call.GetValue(showSecrets));
            bool asJson = TableFormat.IsJson(call, format);
            if (call.GetValue(build) is { } name)
            {
                if (call.GetValue(cache))
                    throw new UsageException("--cache is about no single build");
                BuildLogPrinter.Print(Find(analyzer.Inventory, name), analyzer.Problems, secrets, asJson);
            }
            else if (call.GetValue(cache))
                Print([.. analyzer.Inventory.BuildCache.Where(r => r.SameAs is null)], secrets, asJson);
            else
                Print(analyzer.Inventory.Builds, secrets, asJson);
        }));
        return command;
    }

    private static BuildRecord Find(Inventory inventory, string name)
    {
        string id = name[(name.LastIndexOf('/') + 1)..];
        List<BuildRecord> found = [.. inventory.Builds.Where(b => id.Length > 0 && b.Id.StartsWith(id, StringComparison.Ordinal))];
        if (found.Exists(b => b.Id == id))
            found.RemoveAll(b => b.Id != id);
        if (found.Count == 1)
            return found[0];
        if (found.Count == 0)
            throw new UsageException($"no such build: {DisplayText.Escape(name)}");
        string candidates = string.Join("\n  ", found.Take(20).Select(b => DisplayText.Escape(b.Id)));
        throw new UsageException($"{DisplayText.Escape(name)} is ambiguous; it could be\n  {candidates}");
    }

    private static void Print(IReadOnlyList<BuildRecord> builds, SecretMask secrets, bool asJson)
    {
        if (asJson)
        {
            TableFormat.PrintLines(builds, (json, build) => BuildJson.Write(json, build, secrets));
            return;
        }
        var table = new Tables("BUILD ID", "NAME", "STATUS", "CREATED", "COMPLETED", "STEPS", "IMAGES", "ARGUMENTS", "SECRETS", "ERROR");
        foreach (BuildRecord build in builds)
            table.Row(build.Id, BuildNaming.Name(build) ?? "unknown", BuildStatus.Word(build),
                (build.Started ?? build.Client?.Modified)?.ToString() ?? "unknown", build.Completed?.ToString() ?? "", Steps(build),
                string.Join(", ", BuildReferences.Names(build)), Arguments(build, secrets),
                build.Provenance is { } provenance ? string.Join(", ", provenance.Secrets) : "unknown",
                build.Error is { } error ? secrets.Text(error.Message) : "");
        table.Print();
    }

    private static void Print(IReadOnlyList<BuildCacheRecord> records, SecretMask secrets, bool asJson)
    {
        if (asJson)
        {
            TableFormat.PrintLines(records, (json, record) => BuildCacheJson.Write(json, record, secrets));
            return;
        }
        var table = new Tables("ID", "TYPE", "CREATED", "LAST USED", "USES", "SIZE", "LAYER", "DESCRIPTION");
        foreach (BuildCacheRecord record in records)
            table.Row(record.Id, record.Type, record.Created?.ToString() ?? "unknown", record.LastUsed?.ToString() ?? "", Count(record.UsageCount),
                Tables.Size(record.SizeBytes), record.Layer?.Id ?? "none", Description(record, secrets));
        table.Print();
    }

    private static string Description(BuildCacheRecord record, SecretMask secrets)
    {
        string text = secrets.Text(record.Description ?? "");
        return record.Targets.Count == 0 ? text : $"{record.Key} at {string.Join(", ", record.Targets)}: {text}";
    }

    private static string Steps(BuildRecord build) => build.TotalSteps is null ? "unknown"
        : $"{Count(build.CompletedSteps)}/{Count(build.TotalSteps)}, {Count(build.CachedSteps)} cached";

    private static string Count(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    private static string Arguments(BuildRecord build, SecretMask secrets) =>
        string.Join(' ', BuildNaming.Arguments(build).Select(a => $"{a.Key}={secrets.Value(a.Key, a.Value)}"));
}
