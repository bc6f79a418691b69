using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace StoreForensics.Reports.Html;

/// <summary>
/// The template engine with escaping on output: whatever an expression yields is encoded, save an <see cref="HtmlFragment"/>. No built-in function is
/// offered (some read the clock or evaluate text as a template); <c>part</c> is ours. Unknown names are errors, so a misspelt field cannot vanish quietly.
/// </summary>
internal sealed class EscapingContext : TemplateContext
{
    private readonly HtmlOutput _output;

    public EscapingContext(HtmlOutput output, HtmlTemplates templates)
        : base(new ScriptObject())
    {
        _output = output;
        BuiltinObject["part"] = new PartFunction(templates);
        LoopLimit = 0; // lists are bounded where they are made
        LimitToString = 0;
        AutoIndent = false;
        NewLine = "\n";
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        PushOutput(output);
    }

    /// <summary>Called by the engine for every value; the templates' own text goes another way.</summary>
    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is HtmlFragment fragment)
            fragment.WriteTo(_output);
        else if (textAsObject is not null)
            _output.WriteEncoded(textAsObject as string ?? ObjectToString(textAsObject));
        return this;
    }
}
