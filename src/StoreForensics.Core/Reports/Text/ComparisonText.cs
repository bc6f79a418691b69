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
        foreach (string line in Steps("A", comparison.StepsAfter(comparison.First)).Concat(Steps("B", comparison.StepsAfter(comparison.Second))))
            yield return line;
        yield return comparison.Configuration.Count == 0 ? "Configuration: the same" : "Configuration:";
        foreach (ConfigDifference difference in comparison.Configuration)
            yield return "  " + Config(difference);
        yield return comparison.Files.Count == 0 ? "Files: the same" : string.Create(CultureInfo.InvariantCulture,
            $"Files: {Count(comparison, 'A')} only in B, {Count(comparison, 'D')} only in A, {Count(comparison, 'C')} different");
        foreach (FileDifference difference in comparison.Files)
            yield return "  " + File(difference);
    }

    private static string Name(Image image) => DisplayText.Escape($"{image.Id}  {string.Join(", ", image.References)}").TrimEnd();

    private static string Fork(ImageComparison comparison)
    {
        if (comparison is { SharedLayers: 0, SharedSteps: 0 })
            return "They share no layer and no step.";
        string layer = comparison.LastSharedLayer is { } last ? $", the uppermost {DisplayText.Escape(last.Id)}" : "";
        string step = comparison.LastSharedStep is { } shared
            ? string.Create(CultureInfo.InvariantCulture, $", step {shared.Number} the last: {Command(shared)}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"They share {comparison.SharedLayers} layers{layer}; {comparison.SharedSteps} steps{step}");
    }

    private static IEnumerable<string> Steps(string side, IEnumerable<BuildStep> steps)
    {
        bool isAny = false;
        foreach (BuildStep step in steps)
        {
            if (!isAny)
                yield return $"Only in {side}:";
            isAny = true;
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  step {step.Number}  {step.Created?.Time.ToString() ?? "unknown time"}  {Command(step)}");
        }
        if (!isAny)
            yield return $"Only in {side}: no step";
    }

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
