using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Reports.Text;

/// <summary>A comparison of two images, for people.</summary>
public static class ComparisonText
{
    /// <summary>Line by line: the images, where they fork, the steps after that, configuration, files.</summary>
    public static IEnumerable<string> Lines(ImageComparison comparison)
    {
        yield return "A  " + Name(comparison.First);
        yield return "B  " + Name(comparison.Second);
        yield return Fork(comparison);
        foreach (string line in Steps(comparison.PairedSteps))
            yield return line;
        yield return comparison.Configuration.Count == 0 ? "Configuration: the same" : "Configuration:";
        foreach (ConfigDifference difference in comparison.Configuration)
            yield return "  " + Config(difference);
        yield return comparison.Files.Count == 0 ? "Files: the same" : string.Create(CultureInfo.InvariantCulture,
            $"Files: {Count(comparison, 'A')} only in B, {Count(comparison, 'D')} only in A, {Count(comparison, 'C')} different");
        foreach (FileDifference difference in comparison.Files)
            yield return "  " + File(difference);
    }

    private static string Name(Image image) => DisplayText.Escape($"{string.Join(", ", image.References)}  {image.Id}").TrimStart();

    private static string Fork(ImageComparison comparison)
    {
        if (comparison is { SharedLayers: 0, SharedSteps: 0 })
            return "They share no layer and no step.";
        string layer = comparison.LastSharedLayer is { } last ? $", the uppermost {DisplayText.Escape(last.Id)}" : "";
        string step = comparison.LastSharedStep is { } shared
            ? string.Create(CultureInfo.InvariantCulture, $", step {shared.Number} the last: {Command(shared)}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"They share {comparison.SharedLayers} layers{layer}; {comparison.SharedSteps} steps{step}");
    }

    // Both: the same command, run for each; what it made may differ.
    private static IEnumerable<string> Steps(IReadOnlyList<(BuildStep? First, BuildStep? Second)> pairs)
    {
        yield return pairs.Count == 0 ? "Steps after that: none" : "Steps after that (= in both, A or B in one alone):";
        foreach ((BuildStep? a, BuildStep? b) in pairs)
            yield return "  " + Pair(a, b);
    }

    private static string Pair(BuildStep? a, BuildStep? b)
    {
        if (a is null || b is null)
            return $"{(a is null ? 'B' : 'A')}  {Number(a ?? b!)}  {When((a ?? b)!)}  {Command((a ?? b)!)}";
        string numbers = a.Number == b.Number ? Number(a) : $"{Number(a)}/{Number(b)}";
        string times = When(a) == When(b) ? When(a) : $"{When(a)}, in B {When(b)}";
        string result = ImageComparison.MadeTheSame(a, b) ? "" : ", another layer";
        return $"=  {numbers}  {times}{result}  {Command(a)}";
    }

    private static string Number(BuildStep step) => string.Create(CultureInfo.InvariantCulture, $"step {step.Number}");

    private static string When(BuildStep step) => step.Created?.Time.ToString() ?? "unknown time";

    private static string Command(BuildStep step) => DisplayText.Escape(step.Instruction.Length > 0 ? step.Instruction : step.CreatedBy.Length > 0
        ? step.CreatedBy : "(no command)");

    private static string Config(ConfigDifference difference) =>
        DisplayText.Escape($"{difference.Setting}{(difference.Name is null ? "" : " " + difference.Name)}: {Value(difference.First, difference.Name)} → {Value(difference.Second, difference.Name)}");

    // A port or volume has a name and no value.
    private static string Value(IReadOnlyList<string>? values, string? name) => values switch
    {
        null => "(none)",
        [""] when name is not null => "set",
        [var one] when name is not null => Quoted(one),
        _ => "[" + string.Join(", ", values.Select(Quoted)) + "]",
    };

    private static string Quoted(string value) => $"\"{value}\"";

    private static string File(FileDifference difference)
    {
        string path = DisplayText.Escape(difference.Path);
        return difference.Change == 'C'
            ? $"C {path}  {VersionText.Differences(difference.First!.Value, difference.Second!.Value, difference.Aspects)}"
            : $"{difference.Change} {path}  {VersionText.Of((difference.First ?? difference.Second)!.Value)}";
    }

    private static int Count(ImageComparison comparison, char change) => comparison.Files.Count(f => f.Change == change);
}
