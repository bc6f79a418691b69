using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Text;

/// <summary>
/// An image's steps written as a Dockerfile, oldest first. A reconstruction: what FROM named is not recorded, ADD and COPY name a checksum in place of their
/// source, and a step that no Dockerfile made stands as a comment. Text of the evidence is escaped, so that no line of it begins another.
/// </summary>
public static class Dockerfile
{
    /// <summary>One line a string, without line ends.</summary>
    public static IEnumerable<string> Of(Image image)
    {
        yield return $"# Reconstructed from the history of {DisplayText.Escape(string.Join(", ", image.DisplayNames.DefaultIfEmpty(image.Id)))}";
        yield return "FROM scratch";
        foreach (BuildStep step in image.Steps)
        {
            string time = step.Created?.Time.ToString() ?? "unknown time";
            string size = step.Size is > 0 and long bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes} bytes") : "";
            yield return "";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"# step {step.Number}, {time}{size}{(step.Layer is null ? "" : ", layer " + DisplayText.Escape(step.Layer.Id))}");
            if (step.Instruction.Length > 0)
                yield return DisplayText.Escape(ExecForm(step.Instruction));
            else
                yield return string.IsNullOrEmpty(step.CreatedBy) ? "# no command recorded" : "# not from a Dockerfile: " + DisplayText.Escape(step.CreatedBy);
        }
    }

    // Engines record ["a" "b"]; a Dockerfile has commas. What is not exactly a list of quoted words stays.
    private static string ExecForm(string instruction)
    {
        int open = instruction.IndexOf('[', StringComparison.Ordinal);
        if (open < 0 || !instruction.EndsWith(']') || instruction[..open].Trim() is not ("CMD" or "ENTRYPOINT" or "SHELL" or "VOLUME"))
            return instruction;
        return QuotedWords.Split(instruction.AsSpan(open + 1, instruction.Length - open - 2)) is { } words
            ? instruction[..open] + "[" + string.Join(", ", words.Select(word => "\"" + word + "\"")) + "]"
            : instruction;
    }
}
